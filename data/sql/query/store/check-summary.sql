-- Rows of board_summary that differ from a recomputation, in either direction. Scans: only for the check.
SELECT 'board_summary ' || stage || ' ' || consultant FROM (
  SELECT stage, consultant, deals, amount FROM board_summary WHERE deals <> 0 OR amount <> 0
  EXCEPT
  SELECT stage, coalesce (consultant, 0), count(*), sum (coalesce (amount, 0)) FROM deal WHERE on_board = 1
    GROUP BY stage, coalesce (consultant, 0))
UNION ALL
SELECT 'board_summary ' || stage || ' ' || consultant FROM (
  SELECT stage, coalesce (consultant, 0) AS consultant, count(*), sum (coalesce (amount, 0)) FROM deal WHERE on_board = 1
    GROUP BY stage, coalesce (consultant, 0)
  EXCEPT
  SELECT stage, consultant, deals, amount FROM board_summary)
