using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Older;

/// <summary>
/// Another source as sysdig 0.29.3 would have recorded it, so that what is written of it can be read by that. A capture of that age
/// stays as it is but for types that it does not know.
/// </summary>
public sealed class OlderSource : IEventSource
{
    /// <summary>So much of tables waits for the first event, by which the age shows.</summary>
    const long MostHeld = 256 << 20;

    readonly IEventSource _source;
    readonly OlderBatch _output = new();
    readonly OlderEvents _events;
    readonly RawEvent _event = new();
    /// <summary>The blocks that a section begins with, while they last.</summary>
    List<byte[]>? _held;
    long _heldBytes;
    Generation? _age, _stated;
    bool _isBefore012, _hasAccountEvents;

    public OlderSource(IEventSource source)
    {
        _source = source;
        _events = new OlderEvents(_output);
    }

    /// <summary>A line about the events that are left out, or null.</summary>
    public string? LeftOut => _events.Losses.Text;

    public string Name => _source.Name;

    public long BytesRead => _source.BytesRead;

    public long BytesTotal => _source.BytesTotal;

    public bool IsPlainFile => false;

    public CaptureEnd? End => _source.End;

    public bool Await(TimeSpan limit) => _source.Await(limit);

    public EventBatch? Take()
    {
        while (_source.Take() is { } batch)
        {
            for (var i = 0; i < batch.Blocks.Count; i++)
                Take(batch, batch.Blocks[i]);
            _source.Release(batch);
            if (!_output.IsEmpty)
                return _output.HandOver();
        }
        if (_held is not null)
            EndPreamble(_age ?? _stated ?? (_isBefore012 ? Generation.EnterExit : Generation.LaterEnterExit));
        return _output.IsEmpty ? null : _output.HandOver();
    }

    public void Release(EventBatch batch) => _output.Return(batch.Bytes);

    public void Dispose() => _source.Dispose();

    void Take(EventBatch batch, int position)
    {
        var block = batch.Bytes.AsSpan(position, BinaryPrimitives.ReadInt32LittleEndian(batch.Bytes.AsSpan(position + 4)));
        var outcome = _event.Load(batch.Bytes, block, position);
        if (outcome == EventBlock.Outcome.NoEvent)
        {
            TakeTable(block);
            return;
        }
        if (_held is not null)
        {
            if (outcome == EventBlock.Outcome.Loaded && IsState(_event) && _heldBytes < MostHeld)
            {
                Hold(block);
                return;
            }
            EndPreamble(_age ?? _stated ?? GenerationProbe.Of(batch, position, _isBefore012, _hasAccountEvents));
            outcome = _event.Load(batch.Bytes, block, position);
        }
        TakeEvent(outcome, block);
    }

    void TakeTable(ReadOnlySpan<byte> block)
    {
        var type = (BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block);
        if (type == BlockType.SectionHeader && _held is null)
            (_held, _heldBytes, _isBefore012) = ([], 0, false);
        if (type == BlockType.ProcessListV9)
            _isBefore012 = ProcessListBlock.IsBefore012(block[8..^4]);
        if (type == BlockType.Origin && block.Length >= 16)
            _stated = GenerationProbe.Stated(BinaryPrimitives.ReadUInt32LittleEndian(block[8..]));
        if (_held is not null)
            Hold(block);
        else if (_age == Generation.EnterExit)
            _output.Add(block);
    }

    void Hold(ReadOnlySpan<byte> block)
    {
        _held!.Add(block.ToArray());
        _heldBytes += block.Length;
        if (_heldBytes >= MostHeld)
            EndPreamble(_age ?? _stated ?? (_isBefore012 ? Generation.EnterExit : Generation.LaterEnterExit));
    }

    /// <summary>It describes what was there before the capture: so do the first events of today's captures.</summary>
    bool IsState(RawEvent e)
    {
        var isAccount = e.Code is EventCode.UserAddedE or EventCode.UserDeletedE or EventCode.GroupAddedE or EventCode.GroupDeletedE;
        _hasAccountEvents |= isAccount && !_isBefore012;
        return isAccount || e.Code is EventCode.ContainerE or EventCode.ContainerJsonE or EventCode.ContainerJson_2E;
    }

    void EndPreamble(Generation age)
    {
        _age = age;
        _events.IsExitOnly = age == Generation.ExitOnly;
        var held = _held!;
        _held = null;
        if (age != Generation.EnterExit)
            held = Rewrite(held);
        foreach (var block in held)
        {
            var outcome = _event.Load(block, block, 0);
            if (outcome == EventBlock.Outcome.NoEvent)
                _output.Add(block);
            else
                TakeEvent(outcome, block);
        }
    }

    /// <summary>Writes the tables of today in their older form; what is left are the events behind them.</summary>
    List<byte[]> Rewrite(List<byte[]> held)
    {
        var tables = new OlderTables();
        var rest = new List<byte[]>();
        foreach (var block in held)
        {
            var outcome = _event.Load(block, block, 0);
            if (outcome == EventBlock.Outcome.NoEvent)
                tables.Take((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block), block);
            else if (outcome != EventBlock.Outcome.Loaded || !tables.Take(_event))
                rest.Add(block);
        }
        _output.AddAll(tables.End());
        return rest;
    }

    void TakeEvent(EventBlock.Outcome outcome, ReadOnlySpan<byte> block)
    {
        if (outcome == EventBlock.Outcome.UnknownType)
            _events.Losses.Add(EventBlock.CodeOf(block));
        else if (outcome == EventBlock.Outcome.Damaged)
            // Who reads it counts it.
            _output.Add(block);
        else if (_age != Generation.EnterExit)
            _events.Take(_event, block);
        else if ((int)_event.Code > OlderType.LastCode || _event.Code is EventCode.GenericE or EventCode.GenericX && _event.UInt16(0) > OlderType.LastCall)
            _events.Losses.Add(_event);
        else
            _output.Add(block);
    }
}
