"""The officers' console: pages that the gateway renders and that work without JavaScript.

A page asks the services over the same API as every other client (`asking`), with a fresh short-lived token of
the officer who is signed in (`officers`). Texts are in `words` and in the templates, all of them through
gettext (`language`). Each page group is one module:

    entering, entering_oidc   signing in and out
    home                      what waits for the officer, by role
    encounters, comparing     registering an encounter; likely same persons side by side
    persons, safeguards       a person, claims, what protects the person
    screenings                protection screening: the form, why not, what was found
    cases, case_steps, lifts  the work list, a case and what can be done with it
    training                  training events and certificates
    node, node_events         health, parked messages, the audit log
"""
