"""Asking both sides to agree to terms with fewer checks, and answering: the acts and the pages.

The tables and what is asked of them are those of `cohorts/agreements`; its forms are in `moving`.
"""
