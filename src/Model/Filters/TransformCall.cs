using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Binding;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters;

/// <summary>Transformers around fields, outside of filters: <c>%toupper(proc.name)</c> in a format.</summary>
public static class TransformCall
{
    /// <summary>Binds the call that a text begins with; null when it begins with none.</summary>
    /// <param name="length">How much of the text the call takes.</param>
    /// <exception cref="FilterException">The call is not complete, or does not suit its field.</exception>
    public static Field? BindStart(string text, out int length) =>
        FilterParser.ParseCall(text, out length) is { } call ? new OperandBinder(asPrinted: true).Bind(call).Field : null;
}
