"""One Java function out of several methods, composed from Python: no compiler and no helper jar."""

from __future__ import annotations

from typing import Any

STRING, OBJECT, LIST, VOID = "java.lang.String", "java.lang.Object", "java.util.List", "void"
"""Names of Java types, as the functions here take them."""

_HANDLES = "java.lang.invoke.MethodHandles"


def method(owner: str, name: str, returns: str, *takes: str) -> Any:  # noqa: ANN401  # Java objects have no type here
    """Get a public method of an object as a method handle.

    Parameters
    ----------
    owner
        Class of the object.
    name
        Name of the method.
    returns
        Type of its result.
    *takes
        Types of its arguments.

    Returns
    -------
    Any
        A `java.lang.invoke.MethodHandle` whose first argument is the object.
    """
    return _lookup().findVirtual(_class(owner), name, _type(returns, *takes))


def static_method(owner: str, name: str, returns: str, *takes: str) -> Any:  # noqa: ANN401
    """Get a public static method as a method handle; parameters as for `method`."""
    return _lookup().findStatic(_class(owner), name, _type(returns, *takes))


def then(first: Any, second: Any) -> Any:  # noqa: ANN401
    """Compose two method handles: `second` takes what `first` gives, and must take its type exactly."""
    return _java(_HANDLES).filterReturnValue(first, second)


def after(first: Any, second: Any) -> Any:  # noqa: ANN401
    """Call `first`, which gives nothing, with a string, and after it `second`, which takes nothing."""
    handles = _java(_HANDLES)
    return handles.foldArguments(handles.dropArguments(second, 0, _classes(STRING)), first)


def text_function(chain: Any, gives: str) -> Any:  # noqa: ANN401
    """Make a `java.util.function.Function` from text to text.

    Parameters
    ----------
    chain
        A method handle that takes a string or what a string is.
    gives
        Type of its result; the function gives what `toString` says of it.

    Returns
    -------
    Any
        To map over a Java stream.
    """
    to_string = method(OBJECT, "toString", STRING).asType(_type(STRING, gives))
    proxies = _java("java.lang.invoke.MethodHandleProxies")
    return proxies.asInterfaceInstance(_class("java.util.function.Function"), then(chain, to_string))


def _java(name: str) -> Any:  # noqa: ANN401
    from jpype import JClass

    return JClass(name)


def _lookup() -> Any:  # noqa: ANN401
    return _java(_HANDLES).publicLookup()


def _class(name: str) -> Any:  # noqa: ANN401
    return _java("java.lang.Void").TYPE if name == VOID else _java(name).class_


def _classes(*names: str) -> Any:  # noqa: ANN401
    from jpype import JArray

    return JArray(_java("java.lang.Class"))([_class(name) for name in names])


def _type(returns: str, *takes: str) -> Any:  # noqa: ANN401
    return _java("java.lang.invoke.MethodType").methodType(_class(returns), _classes(*takes))
