using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Thrift's compact protocol, as much of it as the headers and the footer of a Parquet file need.</summary>
sealed class ThriftWriter
{
    const byte True = 1, False = 2, Int8 = 3, Int16 = 4, Int32 = 5, Int64 = 6, Binary = 8, Elements = 9, Struct = 12;

    readonly Stack<int> _outer = new();
    int _last;

    public Utf8Writer Bytes { get; } = new(1 << 12);

    /// <summary>Begins anew with a struct.</summary>
    public void Start()
    {
        Bytes.Clear();
        _outer.Clear();
        _last = 0;
    }

    /// <summary>Ends the struct: the outermost one, or one that <see cref="Begin(int)"/> or <see cref="Element"/> began.</summary>
    public void End()
    {
        Bytes.Write((byte)0);
        if (_outer.Count > 0)
            _last = _outer.Pop();
    }

    /// <summary>A field that is a struct.</summary>
    public void Begin(int id)
    {
        Head(id, Struct);
        Element();
    }

    /// <summary>A struct of a list.</summary>
    public void Element()
    {
        _outer.Push(_last);
        _last = 0;
    }

    /// <summary>A field that is a struct without fields.</summary>
    public void Empty(int id)
    {
        Begin(id);
        End();
    }

    public void Flag(int id, bool value) => Head(id, value ? True : False);

    public void Byte(int id, byte value)
    {
        Head(id, Int8);
        Bytes.Write(value);
    }

    public void Short(int id, short value) => Number(id, Int16, value);
    public void Int(int id, int value) => Number(id, Int32, value);
    public void Long(int id, long value) => Number(id, Int64, value);

    public void Text(int id, ReadOnlySpan<byte> value)
    {
        Head(id, Binary);
        Write(value);
    }

    public void Text(int id, string value) => Text(id, System.Text.Encoding.UTF8.GetBytes(value));

    public void Structs(int id, int count) => List(id, count, Struct);

    public void Ints(int id, params ReadOnlySpan<int> values)
    {
        List(id, values.Length, Int32);
        foreach (var value in values)
            Varint.WriteSigned(Bytes, value);
    }

    public void Texts(int id, string value)
    {
        List(id, 1, Binary);
        Write(System.Text.Encoding.UTF8.GetBytes(value));
    }

    void Number(int id, byte type, long value)
    {
        Head(id, type);
        Varint.WriteSigned(Bytes, value);
    }

    void List(int id, int count, byte type)
    {
        Head(id, Elements);
        if (count < 15)
            Bytes.Write((byte)(count << 4 | type));
        else
        {
            Bytes.Write((byte)(0xf0 | type));
            Varint.Write(Bytes, (ulong)count);
        }
    }

    void Write(ReadOnlySpan<byte> value)
    {
        Varint.Write(Bytes, (ulong)value.Length);
        Bytes.Write(value);
    }

    void Head(int id, byte type)
    {
        if (id - _last is > 0 and < 16)
            Bytes.Write((byte)(id - _last << 4 | type));
        else
        {
            Bytes.Write(type);
            Varint.WriteSigned(Bytes, id);
        }
        _last = id;
    }
}
