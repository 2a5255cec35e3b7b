"""Services composed wrongly on purpose, each with one piece replaced: `python -m mutants.<name>`.

They prove the checker: a storm that lets one of these pass would let the same defect in the product pass. Nothing of
them is reachable from the product.
"""
