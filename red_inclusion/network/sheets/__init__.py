"""Sheets that coordination fills in: what columns they have, reading a file of them, and judging each cell.

file ─► reading ─► tables (text by cell, kept in SheetImport) ─► checking ─► plan ─► actions.imports
                                                                 at every look, against the network of that moment
"""
