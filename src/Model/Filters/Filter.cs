namespace CSysdig.Model.Filters;

/// <summary>A filter ready to be asked of events. It may own scratch buffers: one instance a thread.</summary>
public sealed class Filter
{
    Filter() { }

    /// <summary>Reads a filter as sysdig's users write it.</summary>
    /// <exception cref="FilterException">Where the text is wrong, with the column and what was expected.</exception>
    public static Filter Parse(string text) => throw new NotImplementedException();

    public bool Test(Event e) => throw new NotImplementedException();
}

/// <summary>A filter can't be read. <see cref="Column"/> counts from 0.</summary>
public sealed class FilterException(string message, int column) : Exception(message)
{
    public int Column { get; } = column;
}
