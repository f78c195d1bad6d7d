namespace CSysdig.Model.Fields;

/// <summary>Every field by name.</summary>
public static class FieldCatalog
{
    /// <summary>All fields, sorted by name.</summary>
    public static IReadOnlyList<FieldDefinition> All => throw new NotImplementedException();

    /// <summary>Finds and binds a field as users write it: <c>proc.name</c>, <c>proc.aname[2]</c>, <c>evt.arg.res</c>.</summary>
    /// <exception cref="FieldException">There is no such field (the message names the nearest), or its argument is wrong.</exception>
    public static Field Bind(string text) => throw new NotImplementedException();
}
