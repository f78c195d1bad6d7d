using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;

namespace CSysdig.Chisels.Lua.Api;

/// <summary><c>chisel</c>: what a script asks for when it begins.</summary>
static class ChiselApi
{
    const string DefaultLine = "*%evt.num %evt.time %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";

    public static LuaTable Of(IScriptHost host)
    {
        var api = new LuaTable();
        api.Offer("request_field", (s, a) => RequestField(s, host, a.Text(0).ToString()));
        api.OfferMany("set_filter", (s, a) =>
        {
            host.Filter = ParseFilter(s, host, a.Text(0).ToString());
            return s.NoResults();
        });
        api.OfferMany("set_event_formatter", (s, a) => SetFormatter(s, host, a.Text(0).ToString()));
        api.OfferMany("set_interval_ns", (s, a) => SetInterval(s, host, a.Number(0), 1, steady: false));
        api.OfferMany("set_interval_s", (s, a) => SetInterval(s, host, Math.Truncate(a.Number(0)), 1e9, steady: false));
        api.OfferMany("set_precise_interval_ns", (s, a) => SetInterval(s, host, a.Number(0), 1, steady: true));
        api.OfferMany("exec", (s, a) => Exec(s, host, a));
        return api;
    }

    /// <summary>Reads a filter that a script has; null for an empty one.</summary>
    public static Filter? ParseFilter(LuaState state, IScriptHost host, string text)
    {
        try
        {
            return text.Trim().Length == 0 ? null : Filter.Parse(text, host.Stream.State, asPrinted: !host.Setup.Terminal);
        }
        catch (FilterException e)
        {
            throw state.Error($"invalid filter '{text}': {e.Message}");
        }
    }

    static LuaValue RequestField(LuaState state, IScriptHost host, string name)
    {
        try
        {
            var field = FieldCatalog.Bind(name.Trim(), asPrinted: !host.Setup.Terminal);
            return LuaValue.Of(new LuaUserData(new ScriptField(field, host.Setup, Dialect.Of(host.Stream.State))));
        }
        catch (FieldException e)
        {
            throw state.Error(e.Message);
        }
    }

    static LuaValue SetFormatter(LuaState state, IScriptHost host, string format)
    {
        try
        {
            host.Lines = EventFormat.Parse(format is "" or "default" ? DefaultLine : format, Dialect.Of(host.Stream.State));
            return state.NoResults();
        }
        catch (Exception e) when (e is EventFormatException or FieldException)
        {
            throw state.Error($"invalid format '{format}': {e.Message}");
        }
    }

    static LuaValue SetInterval(LuaState state, IScriptHost host, double interval, double unit, bool steady)
    {
        var nanoseconds = interval * unit;
        host.Interval = new ChiselInterval(nanoseconds is >= 1 and < 9e18 ? (ulong)nanoseconds : 0, steady);
        return state.NoResults();
    }

    static LuaValue Exec(LuaState state, IScriptHost host, ReadOnlySpan<LuaValue> args)
    {
        var arguments = new List<string>();
        for (var i = 1; i < args.Length && args[i].AsText() is { } text; i++)
            arguments.Add(text.ToString());
        host.Exec(args.Text(0).ToString(), arguments);
        return state.NoResults();
    }
}
