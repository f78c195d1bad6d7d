using System.Runtime.ExceptionServices;
using CSysdig.Capture.Scap;
using CSysdig.Model.Formats;
using CSysdig.Model.Streaming;

namespace CSysdig.Cli;

/// <summary>
/// Prints with two processors. Two threads take turns at following the stream for a group of events; who has followed one writes its lines
/// while the other follows the next. So bytes and text stay near the processor that has them. Groups come out in the order of their turns.
/// </summary>
/// <param name="next">Takes the stream to the next event to be printed; false when there is none.</param>
sealed class SharedPrinting(EventStream stream, Func<bool> next, OutputBuffer output)
{
    /// <summary>Of its two groups a thread fills one while the other may have to wait for the lines before it.</summary>
    const int Threads = 2, Groups = 2, All = Threads * Groups;

    readonly object _following = new(), _writing = new();
    /// <summary>Groups with lines, by their turns.</summary>
    readonly LineGroup?[] _ready = new LineGroup?[All];
    long _turn, _out;
    bool _ended;
    /// <summary>The bytes of the event that was added last, and the group it is in.</summary>
    byte[]? _added;
    LineGroup _current = null!;
    ExceptionDispatchInfo? _failure;

    /// <summary>Prints all events that come.</summary>
    /// <param name="group">Makes an empty group.</param>
    public void Print(Func<LineGroup> group)
    {
        stream.Reader.BatchPassed = Keep;
        var other = new Thread(() => Work(group)) { IsBackground = true, Name = "lines" };
        other.Start();
        Work(group);
        other.Join();
        _failure?.Throw();
    }

    void Work(Func<LineGroup> group)
    {
        try
        {
            // Made here, so that they lie apart from what the other thread writes to.
            LineGroup[] own = [group(), group()];
            var turns = new long[Groups];
            Array.Fill(turns, -1);
            for (var i = 0; AwaitOut(turns[i]); i = (i + 1) % Groups)
            {
                if (!Follow(own[i], out turns[i]))
                    return;
                own[i].Write();
                PutOut(own[i], turns[i]);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Waits until the group of a turn is out; false when it won't be.</summary>
    bool AwaitOut(long turn)
    {
        lock (_writing)
        {
            while (turn >= _out && _failure is null)
                Monitor.Wait(_writing);
            return turn < _out;
        }
    }

    /// <summary>Adds the events of the next turn to a group; false when there are no more turns. What came before a failure is printed.</summary>
    bool Follow(LineGroup lines, out long turn)
    {
        lock (_following)
        {
            turn = _turn;
            if (_ended)
                return false;
            _turn++;
            _current = lines;
            try
            {
                var e = stream.Current;
                while (!lines.IsFull && lines.Passed is null)
                {
                    if (_ended = !next())
                        break;
                    if (!ReferenceEquals(_added, e.Raw.Buffer))
                        _added = e.Raw.Buffer;
                    lines.Add(e);
                }
            }
            catch (Exception e)
            {
                _ended = true;
                Fail(e);
            }
            return true;
        }
    }

    void PutOut(LineGroup lines, long turn)
    {
        lock (_writing)
        {
            _ready[turn % All] = lines;
            for (; _ready[_out % All] is { } first; _out++)
            {
                _ready[_out % All] = null;
                output.Write(first.Text);
                if (first.Passed is { } batch)
                    stream.Reader.Release(batch);
                first.Passed = null;
            }
            Monitor.PulseAll(_writing);
        }
    }

    void Fail(Exception e)
    {
        lock (_writing)
        {
            _failure ??= ExceptionDispatchInfo.Capture(e);
            Monitor.PulseAll(_writing);
        }
    }

    /// <summary>A batch stays until the groups with its events are out; most of those that a filter goes through have none.</summary>
    void Keep(EventBatch batch)
    {
        if (ReferenceEquals(batch.Bytes, _added))
            (_current.Passed, _added) = (batch, null);
        else
            stream.Reader.Release(batch);
    }
}
