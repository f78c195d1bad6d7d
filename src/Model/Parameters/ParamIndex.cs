using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Parameters;

/// <summary>
/// Where each event type has the parameter of one name, in the event table of the capture's age: looked up once, then an array access
/// an event.
/// </summary>
readonly struct ParamIndex
{
    readonly string _name;
    readonly sbyte[] _pairs, _laterPairs, _exitOnly;

    public ParamIndex(string name)
    {
        _name = name;
        _pairs = Of(Dialect.Pairs, name);
        _laterPairs = Of(Dialect.LaterPairs, name);
        _exitOnly = Of(Dialect.ExitOnly, name);
    }

    /// <summary>The parameter's index in an event, or -1 when the event lacks it.</summary>
    public int In(Event e)
    {
        var at = e.State.Generation switch
        {
            Generation.ExitOnly => _exitOnly[(int)e.Code],
            Generation.LaterEnterExit => Dialect.LaterPairs.IsEarlier(e.Raw) ? ParamText.IndexOf(e, _name) : _laterPairs[(int)e.Code],
            _ => _pairs[(int)e.Code],
        };
        return at >= 0 && at < e.Raw.ParamCount ? at : -1;
    }

    static sbyte[] Of(Dialect dialect, string name)
    {
        var at = new sbyte[EventTable.Count];
        for (var code = 0; code < at.Length; code++)
            at[code] = (sbyte)Array.FindIndex(dialect.Params((EventCode)code), p => p.Name == name);
        return at;
    }
}
