using CSysdig.Capture.Events;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Live.Engines;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live;

/// <summary>What a machine that is watched begins with: its tables as one batch, however long they are, and behind them the containers there are.</summary>
static class FirstBatch
{
    /// <summary>What events of libs since 0.21 are: exits alone. The number is that of the model's generation.</summary>
    const uint ExitsOnly = 2, WithEnters = 1;

    /// <summary>At the start engines have so long to name the containers there are.</summary>
    static readonly TimeSpan s_firstNames = TimeSpan.FromSeconds(1);

    public static EventBatch Of(LiveOptions options, ContainerWatch containers, ulong time)
    {
        // The kernel's own table where it can be had.
        var table = Proc.KernelTable.Read(containers) ?? (IFirstTable)new Proc.ProcTable(containers);
        var blocks = new MemoryStream();
        using var writer = ScapWriter.Create(blocks, "the first table", Compression.CaptureCompression.None);
        var tables = new ScapWriterTables(writer, ScapWriterTables.AppendedLive);
        tables.Section();
        tables.Origin(options.Pairs ? WithEnters : ExitsOnly);
        tables.Machine(Machine.Read());
        table.Write(tables);
        containers.Await(s_firstNames);
        while (containers.TryTake(out var json))
        {
            var told = new byte[4096 + json.Length];
            writer.Write(told.AsSpan(0, WriteContainer(told, json, time)));
        }
        writer.Close();
        return EventBatch.Of(blocks.ToArray());
    }

    /// <summary>The event that tells of a container.</summary>
    public static int WriteContainer(Span<byte> to, byte[] json, ulong time)
    {
        var told = new EventWriter(to, EventCode.ContainerJsonE, 0, time, -1);
        told.Text(json);
        return told.End();
    }
}
