"""The ground the house stands on: health, headers, request ids, outage page, logs; imports no other room."""
