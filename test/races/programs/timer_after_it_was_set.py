# expect: none
import threading

message = ""


def tell():
    global message
    message = message + "!"


def main():
    global message
    message = "late"
    timer = threading.Timer(0.005, tell)
    timer.start()
    timer.join()
    message = message + "."


main()
print(message)
