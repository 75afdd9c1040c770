NAME = 'www'
