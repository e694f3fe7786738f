"""OpenDocument files: texts, sheets and slides of LibreOffice and others.

A walk of our own: odfpy has not been kept since 2020, and gives elements, not what is read of them.
"""
