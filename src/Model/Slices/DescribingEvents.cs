using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Slices;

/// <summary>
/// Events that describe what is there instead of what happens: the last one of each container, and of each user and group of
/// a container, as they stood in the capture. The tables of a capture have no place for them.
/// </summary>
sealed class DescribingEvents
{
    const int MostEvents = 16384;
    const long MostBytes = 64 << 20;

    readonly Dictionary<(string Container, byte Kind, uint Id), byte[]> _blocks = [];
    long _bytes;

    public static bool IsOne(EventCode code) => code
        is EventCode.ContainerE or EventCode.ContainerJsonE or EventCode.ContainerJson_2E
        or EventCode.UserAddedE or EventCode.UserDeletedE or EventCode.GroupAddedE or EventCode.GroupDeletedE;

    /// <summary>The blocks, each with the container it is about.</summary>
    public IEnumerable<(string Container, byte[] Block)> All => _blocks.Select(b => (b.Key.Container, b.Value));

    public void Clear()
    {
        _blocks.Clear();
        _bytes = 0;
    }

    /// <summary>Adds an account event that is a table entry to the reader (captures of libs before 0.12).</summary>
    public void Add(BlockType type, ReadOnlySpan<byte> block)
    {
        if (type is not (BlockType.EventV2 or BlockType.EventV2Large))
            return;
        var e = new RawEvent();
        if (ScapReader.TryLoad(block.ToArray(), block.Length, 0, e) && IsOne(e.Code))
            Add(e, block);
    }

    public void Add(RawEvent e, ReadOnlySpan<byte> block)
    {
        var kind = e.Code switch
        {
            EventCode.UserAddedE or EventCode.UserDeletedE => (byte)1,
            EventCode.GroupAddedE or EventCode.GroupDeletedE => (byte)2,
            _ => (byte)0,
        };
        var key = (ContainerOf(e), kind, kind == 0 ? 0 : e.UInt32(0));
        // Users and groups of the host are in the tables.
        if (key.Item1.Length == 0)
            return;
        if (_blocks.Remove(key, out var before))
            _bytes -= before.Length;
        if (e.Code is EventCode.UserDeletedE or EventCode.GroupDeletedE || _blocks.Count >= MostEvents || _bytes + block.Length > MostBytes)
            return;
        _bytes += block.Length;
        _blocks.Add(key, block.ToArray());
    }

    /// <summary>The id of the container that an event is about, or an empty text.</summary>
    public static string ContainerOf(RawEvent e) => e.Code switch
    {
        EventCode.ContainerE => Text(e.Text(0)),
        EventCode.UserAddedE or EventCode.UserDeletedE => Text(e.Text(5)),
        EventCode.GroupAddedE or EventCode.GroupDeletedE => Text(e.Text(2)),
        _ => IdOf(e.Text(0)),
    };

    static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    /// <summary>The id in {"container": {"id": ...}}, or an empty text when there is none.</summary>
    static string IdOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2 && reader.ValueTextEquals("id"u8))
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not every capture's JSON is whole; what can't be read describes no container.
        }
        return "";
    }
}
