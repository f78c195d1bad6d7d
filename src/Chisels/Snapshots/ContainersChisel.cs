using CSysdig.Chisels.Printing;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Snapshots;

/// <summary>The containers that are known at the first event, as a table or, with the argument <c>desc</c>, with a line a property.</summary>
sealed class ContainersChisel : SnapshotChisel
{
    readonly ChiselSetup _setup;
    readonly Utf8Writer _value = new();
    readonly bool _described;

    /// <exception cref="ChiselException">The argument is another word.</exception>
    public ContainersChisel(ChiselSetup setup)
    {
        _setup = setup;
        _described = setup.Arguments.Count > 0;
        if (_described && setup.Arguments[0] != "desc")
            throw new ChiselException($"chisel lscontainers knows one argument, desc, not '{setup.Arguments[0]}'");
    }

    protected override void Print(Utf8Writer to)
    {
        if (_described)
            Describe(to);
        else
            WriteTable(to);
    }

    protected override void PrintNothing(Utf8Writer to) => Print(to);

    void WriteTable(Utf8Writer to)
    {
        to.Write("container.type container.image container.name      container.id \n"u8);
        to.Write("-------------- --------------- ------------------- ------------ \n"u8);
        foreach (var (_, container) in Stream.State.Containers.Newest)
        {
            Columns.WriteCaptured(to, TypeOf(container), 15, _setup);
            Columns.WriteCaptured(to, container.Image, 16, _setup);
            Columns.WriteCaptured(to, container.Name, 20, _setup);
            Columns.WriteCaptured(to, container.Id, 13, _setup);
            to.Write('\n');
        }
    }

    void Describe(Utf8Writer to)
    {
        to.Write("{\n"u8);
        var number = 0;
        foreach (var (_, container) in Stream.State.Containers.Newest)
        {
            to.Write(' ');
            to.Write(++number);
            to.Write(" = {\n"u8);
            WriteProperty(to, "id"u8, container.Id);
            WriteProperty(to, "type"u8, TypeOf(container));
            WriteProperty(to, "name"u8, container.Name);
            WriteProperty(to, "image"u8, container.Image);
            to.Write(" },\n"u8);
        }
        to.Write("}\n"u8);
    }

    void WriteProperty(Utf8Writer to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        to.Write("  "u8);
        to.Write(name);
        to.Write(" = \""u8);
        _value.Clear();
        foreach (var b in value)
        {
            if (b is (byte)'"' or (byte)'\\' or (byte)'\n')
                _value.Write('\\');
            _value.Write(b);
        }
        Columns.WriteCaptured(to, _value.Written, _setup);
        to.Write("\",\n"u8);
    }

    static ReadOnlySpan<byte> TypeOf(ContainerInfo container) => container.Type.Length > 0 ? container.Type : "unknown"u8;
}
