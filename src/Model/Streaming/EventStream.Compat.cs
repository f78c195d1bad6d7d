using CSysdig.Capture.Scap;

namespace CSysdig.Model.Streaming;

/// <summary>Where sysdig 0.29.3 asks its filter, with what follows from that for the state.</summary>
public sealed partial class EventStream
{
    /// <summary>
    /// The filter is asked before an event that changes no state is parsed, and a rejected one is not parsed at all: a filter sees an
    /// fd's name before the event, and the exit of a rejected enter event has no fd.
    /// </summary>
    bool PassesEarly()
    {
        var filterLater = ModifiesState;
        _engine.BeforeFilter();
        if (!filterLater)
        {
            _engine.Publish();
            if (!Filter!(Current))
            {
                _engine.Reject();
                return false;
            }
        }
        var shown = ParsesToShow();
        return (!filterLater || PassesParsed()) && shown;
    }

    /// <summary>0.29.3 asks its filter before it knows whether the event gave its fd another name.</summary>
    bool PassesParsed()
    {
        var changed = Current.FdNameChanged;
        Current.FdNameChanged &= State.Generation != Generation.EnterExit;
        var passes = Filter!(Current);
        Current.FdNameChanged = changed;
        return passes;
    }

    /// <summary>The filter is asked of them too, though they are shown to nobody: evt.deltatime counts from there.</summary>
    void ShowPreamble()
    {
        (Current.Raw, _preamble) = (_preamble!, null);
        Current.Thread = null;
        Current.Fd = Current.ParsedFd = null;
        Filter?.Invoke(Current);
        Current.Raw = Reader.Current;
    }
}
