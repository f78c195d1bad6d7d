using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Formats;
using CSysdig.Model.Streaming;

namespace CSysdig.Chisels.Lua.Api;

/// <summary>What a script's calls reach: the run that it is part of.</summary>
interface IScriptHost
{
    ChiselSetup Setup { get; }

    /// <summary>The capture that is read.</summary>
    EventStream Stream { get; }

    /// <summary>The event that is looked at, or null before the first.</summary>
    Event? Event { get; }

    /// <summary>Which events <c>on_event</c> is called for.</summary>
    Filter? Filter { set; }

    /// <summary>Which events any chisel sees.</summary>
    Filter? StreamFilter { get; set; }

    /// <summary>How events that <c>on_event</c> wants are printed.</summary>
    EventFormat? Lines { set; }

    ChiselInterval Interval { set; }

    /// <summary>The script wants no more events.</summary>
    bool IsDone { set; }

    /// <summary>The arguments of a further run of sysdig, once this one is over.</summary>
    void RunNext(string arguments);

    /// <summary>Another chisel takes this one's place.</summary>
    void Exec(string name, IReadOnlyList<string> arguments);
}
