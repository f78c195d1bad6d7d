using System.Globalization;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;

namespace CSysdig.Cli;

/// <summary>
/// How far the reading of a capture has come, for who waits at a terminal: a line of standard error that is made anew four times a second, and gone when it is over.
/// Nothing is shown within the first second, nor within a second after the terminal got something that was asked for.
/// </summary>
sealed class ProgressLine : IDisposable
{
    public const int QuietMs = 1000;
    const int EveryMs = 250;

    readonly ErrorText _to;
    readonly Func<LoadProgress> _progress;
    readonly long _began;
    readonly Timer? _timer;

    /// <param name="looks">It looks of itself at how far it is.</param>
    public ProgressLine(ErrorText to, Func<LoadProgress> progress, long now, bool looks)
    {
        (_to, _progress, _began) = (to, progress, now);
        to.Quiet(now);
        if (looks)
            _timer = new Timer(_ => Look(Environment.TickCount64), null, QuietMs, EveryMs);
    }

    /// <summary>A line for what is read, or null where nobody looks at one.</summary>
    public static ProgressLine? Of(Func<LoadProgress> progress) =>
        Console.IsErrorRedirected ? null : new ProgressLine(StandardStreams.Error, progress, Environment.TickCount64, looks: true);

    /// <summary>The same for a capture, where nobody has asked for quiet.</summary>
    public static ProgressLine? Of(ScapReader reader, SysdigOptions options) =>
        options.ShowsProgress ? Of(() => new LoadProgress(reader.Current.Number, reader.BytesRead, reader.BytesTotal, IsComplete: false, Failure: null)) : null;

    /// <summary>Tells how far it has come, when it is time.</summary>
    public void Look(long now) => _to.Stand(Text(_progress(), now - _began), now, OutputDescriptor.SizeOf(OutputDescriptor.StandardError)?.Width ?? 0);

    /// <summary>The share that is read, events, and how long the rest may take at the speed so far.</summary>
    public static string Text(LoadProgress progress, long tookMs)
    {
        var events = progress.Events.ToString("#,0", CultureInfo.InvariantCulture);
        var (read, total) = (progress.BytesRead, progress.BytesTotal);
        if (total <= 0)
            return $"{events} events";
        if (read >= total)
            return $"100 %, {events} events";
        var left = read <= 0 ? "" : $", {Left((long)Math.Min(tookMs / 1000.0 * (total - read) / read, int.MaxValue))} left";
        return string.Create(CultureInfo.InvariantCulture, $"{(int)(progress.Fraction * 100)} %, {events} events{left}");
    }

    public void Dispose()
    {
        if (_timer is not null)
        {
            using var over = new ManualResetEvent(false);
            if (_timer.Dispose(over))
                over.WaitOne();
        }
        _to.TakeOff();
    }

    static string Left(long seconds) => seconds < 60 ? $"{Math.Max(1, seconds)} s" : seconds < 3600 ? $"{seconds / 60} min {seconds % 60} s" : $"{seconds / 3600} h {seconds / 60 % 60} min";
}
