"""The generated reference: OpenAPI, AsyncAPI, schemas, settings, refusal codes; `make docs` writes it."""
