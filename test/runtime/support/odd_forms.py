"""The second half of every_form.py: objects whose attributes and items are code, and accesses that fail."""

ODD_FORMS = '''class Odd:
    """Its attributes and items are code."""

    def __init__(self):
        self.__dict__["did"] = []

    def __getattr__(self, name):
        self.did.append(name)
        if name == "limit":
            raise AttributeError(name)
        return self

    def __setattr__(self, name, value):
        self.did.append("set " + name)

    def __delattr__(self, name):
        self.did.append("del " + name)

    def __getitem__(self, key):
        self.did.append(key)
        return 1

    def __setitem__(self, key, value):
        self.did.append(("set", key))

    def __delitem__(self, key):
        self.did.append(("del", key))

    def __contains__(self, key):
        self.did.append(("in", key))
        return True

    def __len__(self):
        self.did.append("len")
        return 1

    def __iter__(self):
        self.did.append("iter")
        return iter(())

    def __call__(self, *arguments):
        self.did.append("call")
        return self


def odd():
    thing = Odd()
    thing.n = thing.n.m
    thing[2] += 1
    thing.items.append(same(1)).items[same(2)].bit_length()
    thing.stock[1] = thing.stock[same(2)] + len(thing.items)
    del thing.n, thing.items[3]
    for each in thing.items:
        pass
    print(1 in thing.stock, bool(thing.items), thing[1:2])
    try:
        thing.limit
    except AttributeError as error:
        print(error)
    return thing.did


def fails():
    for function in (
        lambda: None .n,
        lambda: Shop(3).put(1),
        lambda: Shop().items[
            5
        ],
        lambda: stock["nothing"],
        lambda: Shop().stock[
            same("nothing")
        ].n,
        lambda: (1).items.append(
            same(2)),
        lambda: 3 in Shop(4).items,
        lambda: [x for x in Shop(None).items[0]],
        lambda: [x for x in 5 if x in stock],
        lambda: len(Slotted().n),
        lambda: Slotted().stock,
        lambda: queue.pop(1, 2, 3),
        lambda: queue.index("nobody"),
        lambda: stock.update(same(1)),
        lambda: setattr(Slotted(), "stock", 1),
        lambda: unknown + counter,
        lambda: counter(),
        lambda: counter[same(1)],
        lambda: Shop().callback(same(1)),
        lambda: closes_late()(),
        lambda: unbound(),
        unset, unset_item, unpacked, deleted,
    ):
        try:
            function()
        except Exception:
            traceback.print_exc(file=sys.stdout)


def closes_late():
    def inner():
        return late + 1

    if stock:
        return inner
    late = 1
    late = 2


def unbound():
    if not stock:
        mine = []
    mine.append(same(1))
    later = lambda: mine
    mine = [later]


def unset():
    (1).n = same(
        2
    )


def unset_item():
    (
        None
    )[
        same(1)
    ] = counter


def unpacked():
    global counter
    counter, Shop.count = [
        same(1),
    ]


def deleted():
    del stock[same("nothing")]


def play():
    print(globals_and_containers())
    print(globals_and_containers(key="b"))
    print(closures(3), walrus())
    made = generate()
    print(next(made), made.send("k"), made.send("v"), list(made)[:3])
    shop, other = Shop(), Shop([1, 2, 3])
    shop.callback = lambda shop: shop.n > 3
    print(shop.put(1).put(2, 3, 4, key="q").put(same(5)).look(), shop.counted(), Shop.names)
    print(shop.swap(other), shop.n, other.n, shop.size, vars(shop).keys())
    print(Slotted().reset().n, Point().move(2), Point(3) == Point(3), run(awaiting(shop)))
    print(odd())
    fails()
    print(sys.getrefcount(shop.items), sys.getrefcount(shop), sys.getrefcount(stock), sys.getrefcount(queue))
'''
