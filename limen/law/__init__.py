"""The law as data: parameters, calendars, time limits and their explanation, arrangements, safeguards.

Nothing here knows a country or a service. Plugins bring the values, the engine computes and explains.
"""
