"""The law as data: dated parameters, calendars, time limits and their explanation, arrangements, evidence, safeguards.

Nothing here knows a country or a service. Plugins bring the values, the engine computes and explains.
"""
