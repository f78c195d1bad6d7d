using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Slow;

/// <summary>The two columns about the container that -pc adds to a list of slow things; nothing without it.</summary>
sealed class ContainerColumns(ChiselSetup setup)
{
    const int Width = 20;

    readonly ShownField _id = new("container.id", setup), _name = new("container.name", setup);

    /// <summary>The event happened outside of any container.</summary>
    public bool IsHost(Event e) => _name.Is(e, "host"u8);

    /// <param name="between">What the original has between the two titles beside the usual blank.</param>
    public void Titles(Utf8Writer to, string between = "")
    {
        if (!setup.Containers)
            return;
        PrintfColumns.Title(to, "container.id"u8, Width);
        to.Write(between);
        PrintfColumns.Title(to, "container.name"u8, Width);
    }

    public void Rules(Utf8Writer to)
    {
        if (!setup.Containers)
            return;
        PrintfColumns.Rule(to, Width);
        PrintfColumns.Rule(to, Width);
    }

    public void Write(Utf8Writer to, Event e)
    {
        if (!setup.Containers)
            return;
        _id.WriteColumn(to, e, Width);
        to.Write(' ');
        _name.WriteColumn(to, e, Width);
        to.Write(' ');
    }
}
