SELECT count (*) FROM deal WHERE loss_requested_at > 0
