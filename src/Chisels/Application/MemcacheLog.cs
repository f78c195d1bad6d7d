using System.Buffers.Text;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Application;

/// <summary>The get and set commands that go to and come from memcached.</summary>
sealed class MemcacheLog : IChisel
{
    public static ChiselDefinition Definition { get; } = new("memcachelog", "Application", "Commands to memcached: get and set",
        [new("method", "string", true, "get or set, to see these alone"), new("size", "int", true, "of sets, those of at least so many bytes")], s => new MemcacheLog(s));

    const int KeyPlace = 1, SizePlace = 4;

    readonly string? _method;
    readonly double _least;
    readonly ShownField _when, _data;
    readonly Utf8Writer _text = new();
    Filter _filter = null!;

    /// <exception cref="ChiselException">The size is no number.</exception>
    public MemcacheLog(ChiselSetup setup)
    {
        _method = setup.Arguments.Count > 0 ? setup.Arguments[0] : null;
        _least = setup.Arguments.Count > 1 ? NumberArgument.Read(setup, 1, "size") : 0;
        _when = new("evt.datetime", setup);
        _data = new("evt.arg[1]", setup, keepLines: true);
    }

    public void Begin(EventStream stream) =>
        _filter = Filter.Parse("(fd.sport=11211 or proc.name=memcached) and evt.is_io=true", stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e))
            return;
        _text.Clear();
        if (!_data.Write(_text, e))
            return;
        var method = Word(_text.Written, 0, out _);
        if (!method.StartsWith("get"u8) && !method.StartsWith("set"u8))
            return;
        var key = Word(_text.Written, KeyPlace, out var isThere);
        var size = Utf8Parser.TryParse(Word(_text.Written, SizePlace, out _), out double number, out var used)
            && used == Word(_text.Written, SizePlace, out _).Length ? number : 0;
        if (!isThere || _method is not null && !method.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(_method)) || _method == "set" && size < _least)
            return;
        _when.Write(to, e);
        to.Write(" method="u8);
        to.Write(method);
        to.Write(" size="u8);
        to.Write((long)size);
        to.Write("B key="u8);
        to.Write(key);
        to.Write('\n');
    }

    public void End(Utf8Writer to)
    {
    }

    /// <summary>The word at a place between single blanks.</summary>
    static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text, int place, out bool isThere)
    {
        isThere = true;
        for (; place > 0; place--)
        {
            var blank = text.IndexOf((byte)' ');
            if (blank < 0)
            {
                isThere = false;
                return default;
            }
            text = text[(blank + 1)..];
        }
        var end = text.IndexOf((byte)' ');
        return end < 0 ? text : text[..end];
    }
}
