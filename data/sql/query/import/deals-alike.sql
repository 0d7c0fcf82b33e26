-- Deals of customer ?1 without a number of another system, with what tells them apart.
SELECT id, opened_on, model, amount FROM deal WHERE customer = ?1 AND external_id = '' ORDER BY id
