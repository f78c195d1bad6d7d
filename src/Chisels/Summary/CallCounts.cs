using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Summary;

/// <summary>Counts calls that are no reads and writes: programs, connections, forks, deletions, signals.</summary>
sealed class CallCounts(ChiselSetup setup, SummaryMetrics metrics)
{
    const double Ssh = 22;
    const double InProgress = -115;

    readonly ShownField _call = new("evt.type", setup), _port = new("fd.sport", setup), _type = new("fd.type", setup),
        _parent = new("proc.pname", setup), _exe = new("evt.arg.exe", setup), _signal = new("evt.arg.sig", setup),
        _source = new("evt.arg.source", setup), _name = new("evt.arg.name", setup);
    readonly Utf8Writer _text = new(), _value = new();

    /// <summary>A call that returned, and did not fail.</summary>
    public void AddSuccess(Event e, double result, MachineSamples machine)
    {
        switch (Call(e))
        {
            case var call when call.SequenceEqual("execve"u8): AddProgram(e); break;
            case var call when call.SequenceEqual("bind"u8):
                if (_port.TryNumber(e, out var port))
                {
                    machine.Listen((long)port);
                    metrics.NewListeningPorts.Count();
                }
                break;
            case var call when call.SequenceEqual("connect"u8): AddConnection(e, metrics.NewOutbound); break;
            case var call when call.SequenceEqual("accept"u8): AddConnection(e, metrics.NewInbound); break;
            case var call when call.SequenceEqual("unlink"u8) || call.SequenceEqual("unlinkat"u8): metrics.Deletions.Count(); break;
            case var call when call.SequenceEqual("symlink"u8) || call.SequenceEqual("symlinkat"u8): metrics.Symlinks.Count(); break;
            case var call when (call.SequenceEqual("clone"u8) || call.SequenceEqual("fork"u8)) && result > 0: metrics.Forks.Count(); break;
            case var call when call.SequenceEqual("setns"u8): metrics.Setns.Count(); break;
        }
    }

    /// <summary>A call that failed, or an event that tells no result.</summary>
    public void AddFailure(Event e, double? result)
    {
        var call = Call(e);
        if (call.SequenceEqual("connect"u8))
        {
            AddConnection(e, metrics.NewOutbound);
            if (result != InProgress && (_type.Is(e, "ipv4"u8) || _type.Is(e, "ipv6"u8)))
                metrics.ConnectErrors.Count();
        }
        else if (call.SequenceEqual("accept"u8))
            AddConnection(e, metrics.NewInbound);
        else if (call.SequenceEqual("open"u8))
            metrics.OpenErrors.Count();
    }

    /// <summary>An event that has no exit, or the start of a call.</summary>
    public void AddEnter(Event e)
    {
        var call = Call(e);
        if (call.SequenceEqual("signaldeliver"u8))
        {
            metrics.Signals.Count();
            if (_signal.Is(e, "SIGSEGV"u8))
                metrics.Segfaults.Count();
        }
        else if (call.SequenceEqual("notification"u8))
            metrics.Notifications.Count();
        else if (call.SequenceEqual("infra"u8) && _source.Is(e, "docker"u8))
        {
            _value.Clear();
            _name.Write(_value, e);
            metrics.CountDocker(_value.ToString());
        }
    }

    ReadOnlySpan<byte> Call(Event e)
    {
        _text.Clear();
        _call.Write(_text, e);
        return _text.Written;
    }

    void AddProgram(Event e)
    {
        metrics.Commands.Count();
        _value.Clear();
        if (_parent.Write(_value, e) && _value.Written.IndexOf("bash"u8) >= 0)
            metrics.InteractiveCommands.Count();
        if (_exe.Is(e, "sudo"u8))
            metrics.Sudo.Count();
    }

    void AddConnection(Event e, Metric metric)
    {
        if (!_port.TryNumber(e, out var port))
            return;
        metric.Count();
        if (port == Ssh)
            metrics.NewSsh.Count();
    }
}
