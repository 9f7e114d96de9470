"""The product's languages: texts that are marked for translation, catalogues of their translations, and what pages get of them."""
