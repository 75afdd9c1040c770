from tides import main

main()
