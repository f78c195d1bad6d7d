using CSysdig.Capture.Scap;

namespace CSysdig.Fuzz;

/// <summary>
/// Reads damaged versions of a capture: cut at random places, and with single bytes changed. A case fails when the
/// consumer throws anything but a refusal of the whole file, or doesn't end in time.
/// </summary>
/// <param name="capture">The decompressed capture; changed in place while a case runs.</param>
public sealed class Damage(byte[] capture, Consumer consumer, int seed)
{
    readonly Random _random = new(seed);

    /// <summary>A case that takes longer hangs.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many bytes before and after a change are read, beside the first <see cref="Head"/>; 0 reads the whole capture.</summary>
    public int Window { get; init; }

    /// <summary>Bytes at the start that every windowed case has: the tables and the first events.</summary>
    public int Head { get; init; } = 1 << 16;

    public List<string> Failures { get; } = [];

    /// <summary>Reads the first bytes up to a random place, <paramref name="count"/> times.</summary>
    public void Cut(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var at = _random.Next(capture.Length + 1);
            Run($"cut at {at}", new MemoryStream(capture, 0, at, writable: false));
        }
    }

    /// <summary>Reads the capture with one byte changed, <paramref name="count"/> times.</summary>
    public void Change(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var at = _random.Next(capture.Length);
            var was = capture[at];
            capture[at] = (byte)(was + _random.Next(1, 256));
            Run($"byte {at} changed from {was} to {capture[at]}", Window == 0 ? new MemoryStream(capture, writable: false) : Around(at));
            capture[at] = was;
        }
    }

    /// <summary>The head and the whole blocks around a place. Blocks are framed by the unchanged lengths, but for the changed one.</summary>
    MemoryStream Around(int at)
    {
        if (at < Head + Window)
            return new MemoryStream(capture, 0, Math.Min(capture.Length, at + Window), writable: false);
        var bytes = new MemoryStream(Head + 2 * Window);
        bytes.Write(capture, 0, Head);
        var from = at - Window;
        bytes.Write(capture, from, Math.Min(capture.Length - from, 2 * Window));
        bytes.Position = 0;
        return bytes;
    }

    void Run(string name, Stream bytes)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                consumer(bytes);
            }
            catch (CaptureException)
            {
                // Refused in one line, as it should be.
            }
            catch (Exception e)
            {
                thrown = e;
            }
        }) { IsBackground = true };
        thread.Start();
        if (!thread.Join(Limit))
            Failures.Add($"{name}: did not end in {Limit.TotalSeconds} s");
        else if (thrown is not null)
            Failures.Add($"{name}: {thrown}");
    }
}
