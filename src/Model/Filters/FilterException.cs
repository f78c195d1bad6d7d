namespace CSysdig.Model.Filters;

/// <summary>A filter can't be read. <see cref="Column"/> counts from 0.</summary>
public sealed class FilterException(string message, int column) : Exception(message)
{
    public int Column { get; } = column;
}
