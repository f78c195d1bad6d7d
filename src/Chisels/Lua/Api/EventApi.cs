using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model;
using CSysdig.Model.Fields;

namespace CSysdig.Chisels.Lua.Api;

/// <summary><c>evt</c>: the event that is looked at.</summary>
static class EventApi
{
    const ulong Second = 1_000_000_000;

    public static LuaTable Of(IScriptHost host)
    {
        var type = new ScriptField(FieldCatalog.Bind("evt.type"), host.Setup);
        var api = new LuaTable();
        api.Offer("field", (s, a) => a.At(0).Object is LuaUserData { Content: ScriptField field } ? field.Of(Current(s, host)) : default);
        api.Offer("get_num", (s, _) => Current(s, host).Number);
        api.Offer("get_type", (s, _) => type.Of(Current(s, host)));
        api.Offer("get_cpuid", (s, _) => Current(s, host).Raw.Cpu);
        api.OfferMany("get_ts", (s, _) =>
        {
            var time = Current(s, host).Raw.Timestamp;
            return s.Results(time / Second, time % Second);
        });
        return api;
    }

    static Event Current(LuaState state, IScriptHost host) => host.Event ?? throw state.Error("there is no event yet: evt can be asked in on_event and on_interval");
}
