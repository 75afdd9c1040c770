print('no notes')
