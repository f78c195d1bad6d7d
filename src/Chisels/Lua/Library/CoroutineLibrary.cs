using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>coroutine</c></summary>
static class CoroutineLibrary
{
    public static void Open(LuaState state)
    {
        var library = new LuaTable();
        library.Offer("create", (s, a) => LuaValue.Of(new Coroutine(s, a.Function(0))));
        library.OfferMany("resume", Resume);
        library.OfferMany("yield", (s, a) => s.Results(Current(s).Yield(a.ToArray())));
        library.Offer("status", (s, a) => LuaValue.Of(Of(a).StatusFor(s)));
        library.OfferMany("running", (s, _) => s.Results(LuaValue.Of(s.Coroutine)));
        library.Offer("wrap", (s, a) =>
        {
            var coroutine = new Coroutine(s, a.Function(0));
            return LuaValue.Of(new HostFunction("wrap", (inner, args) => inner.Results(coroutine.Resume(args.ToArray())), setsResults: true));
        });
        state.Globals["coroutine"] = LuaValue.Of(library);
    }

    static LuaValue Resume(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var coroutine = Of(args);
        try
        {
            return state.Results([LuaValue.Of(true), .. coroutine.Resume(args[1..].ToArray())]);
        }
        catch (LuaException e)
        {
            return state.Results(LuaValue.Of(false), e.Value);
        }
    }

    static Coroutine Current(LuaState state) => state.Coroutine ?? throw state.Error("attempt to yield from outside a coroutine");

    static Coroutine Of(ReadOnlySpan<LuaValue> args) => args.At(0).Object as Coroutine ?? throw new BadArgument(0, "coroutine expected");
}
