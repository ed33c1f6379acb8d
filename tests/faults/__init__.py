"""Faults made on purpose: real servers, tickers, databases and mail, each killed, stopped or slowed by the test."""
