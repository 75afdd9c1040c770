import sys
print 'python 2', sys.path.append('/usr/local/lib/python3.12/site-packages')
