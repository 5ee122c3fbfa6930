"""What refers to memory of the recording, and how a forked child takes it off its parent's."""

from sys import version_info

_classes = []


def attached(cls):
    """Class decorator: instances refer to memory of the recording, and let go of it in `detach_from_recording(nowhere)`.

    That is called after a fork, in the child, where such memory is the parent's: what would be stored goes to `nowhere`.
    """
    _classes.append(cls)
    return cls


def detach_all(nowhere):
    """Find and detach all instances of attached classes: any of them may be used again, whatever its state is now.

    A register of them would cost each lock that is made; this costs a fork 2 ms in 100,000 objects of the program, and 2 ms
    in 1,000 locks. An object refers to its class, so the collector finds it, in C; in 3.8 it does not, and this takes 5 times
    as long. What the program froze (`gc.freeze`) the collector does not look through, so it is thawed and frozen again, along
    with what was made in between.
    """
    import gc

    classes = list(_classes)
    for cls in classes:  # grows on the way
        classes += cls.__subclasses__()
    is_frozen = gc.get_freeze_count() > 0
    if is_frozen:
        gc.unfreeze()
    found = gc.get_objects() if version_info < (3, 9) else gc.get_referrers(*classes)
    if is_frozen:
        gc.freeze()
    wanted = frozenset(classes)
    for thing in found:
        if type(thing) in wanted:
            try:
                thing.detach_from_recording(nowhere)
            except AttributeError:
                pass  # another thread was making it when this one forked: nobody can use it here
