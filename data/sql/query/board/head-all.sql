-- Deals and sum of a column. ?1 stage.
SELECT coalesce (sum (deals), 0), coalesce (sum (amount), 0) FROM board_summary WHERE stage = ?1
