SELECT count (*) FROM right_change WHERE state = 'requested'
