-- Deals and sum of a column for one consultant. ?1 stage, ?2 consultant.
SELECT deals, amount FROM board_summary WHERE stage = ?1 AND consultant = ?2
