-- Deals whose outcome contradicts the board: open ones belong on it, lost, dormant and cancelled ones do not. ?1 is 0.
SELECT id, outcome, on_board
  FROM deal
 WHERE id > ?1 AND ((outcome = 'open' AND on_board = 0) OR (outcome IN ('lost', 'dormant', 'cancelled') AND on_board = 1))
