using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CSysdig.Tests.Architecture;

/// <summary>
/// Which namespaces of an assembly need which others of it, and by what types: read from what was compiled, bodies of methods included. The
/// terminal library counts as one. Constants leave no trace in what is compiled.
/// </summary>
sealed class NamespaceGraph
{
    static readonly Dictionary<ushort, OperandType> s_operands = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (ushort)o.Value, o => o.OperandType);

    readonly MetadataReader _metadata;
    readonly SortedDictionary<(string From, string To), SortedSet<string>> _arrows = [];

    internal NamespaceGraph(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        _metadata = file.GetMetadataReader();
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var (from, type) = Outermost(handle);
            foreach (var named in new Names(_metadata, file, handle).All())
                if (named.Kind == HandleKind.TypeDefinition)
                    Add(from, type, Outermost((TypeDefinitionHandle)named));
                else if (Library((TypeReferenceHandle)named) is { } library)
                    Add(from, type, library);
        }
    }

    /// <summary>Arrows from namespace to namespace, each with the pairs of types that make it.</summary>
    internal IReadOnlyDictionary<(string From, string To), SortedSet<string>> Arrows => _arrows;

    void Add(string from, string type, (string Room, string Type) to)
    {
        if (from == to.Room || from.Length == 0 || to.Room.Length == 0)
            return;
        if (!_arrows.TryGetValue((from, to.Room), out var types))
            _arrows[(from, to.Room)] = types = [];
        types.Add($"{type} → {to.Type}");
    }

    /// <summary>The namespace and the name of a type, or of the one that it is nested in.</summary>
    (string Room, string Type) Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        if (type.GetDeclaringType() is { IsNil: false } outer)
            return Outermost(outer);
        var space = _metadata.GetString(type.Namespace);
        return (space.StartsWith("CSysdig.") ? space["CSysdig.".Length..] : "", _metadata.GetString(type.Name));
    }

    (string Room, string Type)? Library(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        return _metadata.GetString(type.Namespace).StartsWith("Terminal.Gui") ? ("Terminal.Gui", _metadata.GetString(type.Name)) : null;
    }

    /// <summary>Sets of namespaces in which each leads to each other.</summary>
    internal static List<string[]> Knots(IEnumerable<(string From, string To)> arrows)
    {
        var next = arrows.ToLookup(a => a.From, a => a.To);
        var reached = next.ToDictionary(g => g.Key, g => Reach(g.Key, next));
        return [.. reached.Where(r => r.Value.Contains(r.Key))
            .Select(r => r.Value.Where(other => reached.TryGetValue(other, out var back) && back.Contains(r.Key)).Order().ToArray())
            .DistinctBy(knot => string.Join(' ', knot))];
    }

    static HashSet<string> Reach(string from, ILookup<string, string> next)
    {
        var seen = new HashSet<string>();
        var left = new Stack<string>(next[from]);
        while (left.TryPop(out var at))
            if (seen.Add(at))
                foreach (var to in next[at])
                    left.Push(to);
        return seen;
    }

    /// <summary>Every type that one type names: in its shape, its signatures and the bodies of its methods.</summary>
    sealed class Names(MetadataReader metadata, PEReader file, TypeDefinitionHandle handle)
        : ISignatureTypeProvider<ImmutableArray<EntityHandle>, object?>
    {
        readonly HashSet<EntityHandle> _found = [];

        internal HashSet<EntityHandle> All()
        {
            var type = metadata.GetTypeDefinition(handle);
            See(type.BaseType);
            foreach (var i in type.GetInterfaceImplementations())
                See(metadata.GetInterfaceImplementation(i).Interface);
            See(type.GetGenericParameters());
            See(type.GetCustomAttributes());
            foreach (var field in type.GetFields())
            {
                See(field);
                See(metadata.GetFieldDefinition(field).GetCustomAttributes());
                See(metadata.GetFieldDefinition(field).DecodeSignature(this, null));
            }
            foreach (var method in type.GetMethods())
                See(metadata.GetMethodDefinition(method));
            return _found;
        }

        void See(MethodDefinition method)
        {
            See(method.DecodeSignature(this, null));
            See(method.GetGenericParameters());
            See(method.GetCustomAttributes());
            if (method.RelativeVirtualAddress == 0)
                return;
            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil)
                See(body.LocalSignature);
            foreach (var region in body.ExceptionRegions)
                See(region.CatchType);
            var code = body.GetILReader();
            while (code.RemainingBytes > 0)
            {
                ushort op = code.ReadByte();
                if (op == 0xFE)
                    op = (ushort)(0xFE00 | code.ReadByte());
                Operand(s_operands[op], ref code);
            }
        }

        void Operand(OperandType operand, ref BlobReader code)
        {
            switch (operand)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    See(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += operand switch
                    {
                        OperandType.InlineNone => 0,
                        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                        OperandType.InlineVar => 2,
                        OperandType.InlineI8 or OperandType.InlineR => 8,
                        _ => 4,
                    };
                    break;
            }
        }

        void See(GenericParameterHandleCollection parameters)
        {
            foreach (var parameter in parameters)
                foreach (var constraint in metadata.GetGenericParameter(parameter).GetConstraints())
                    See(metadata.GetGenericParameterConstraint(constraint).Type);
        }

        void See(CustomAttributeHandleCollection attributes)
        {
            foreach (var attribute in attributes)
                See(metadata.GetCustomAttribute(attribute).Constructor);
        }

        void See(MethodSignature<ImmutableArray<EntityHandle>> signature)
        {
            See(signature.ReturnType);
            foreach (var parameter in signature.ParameterTypes)
                See(parameter);
        }

        void See(ImmutableArray<EntityHandle> types) => _found.UnionWith(types);

        void See(EntityHandle named)
        {
            if (named.IsNil)
                return;
            switch (named.Kind)
            {
                case HandleKind.TypeDefinition or HandleKind.TypeReference:
                    _found.Add(named);
                    break;
                case HandleKind.TypeSpecification:
                    See(metadata.GetTypeSpecification((TypeSpecificationHandle)named).DecodeSignature(this, null));
                    break;
                case HandleKind.FieldDefinition:
                    _found.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)named).GetDeclaringType());
                    break;
                case HandleKind.MethodDefinition:
                    _found.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)named).GetDeclaringType());
                    break;
                case HandleKind.MemberReference:
                    See(metadata.GetMemberReference((MemberReferenceHandle)named).Parent);
                    break;
                case HandleKind.MethodSpecification:
                    var method = metadata.GetMethodSpecification((MethodSpecificationHandle)named);
                    See(method.Method);
                    foreach (var argument in method.DecodeSignature(this, null))
                        See(argument);
                    break;
                case HandleKind.StandaloneSignature:
                    var alone = metadata.GetStandaloneSignature((StandaloneSignatureHandle)named);
                    if (alone.GetKind() == StandaloneSignatureKind.LocalVariables)
                        foreach (var local in alone.DecodeLocalSignature(this, null))
                            See(local);
                    else
                        See(alone.DecodeMethodSignature(this, null));
                    break;
            }
        }

        public ImmutableArray<EntityHandle> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle type, byte kind) => [type];
        public ImmutableArray<EntityHandle> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle type, byte kind) => [type];
        public ImmutableArray<EntityHandle> GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle type, byte kind) =>
            reader.GetTypeSpecification(type).DecodeSignature(this, context);
        public ImmutableArray<EntityHandle> GetPrimitiveType(PrimitiveTypeCode code) => [];
        public ImmutableArray<EntityHandle> GetGenericTypeParameter(object? context, int index) => [];
        public ImmutableArray<EntityHandle> GetGenericMethodParameter(object? context, int index) => [];
        public ImmutableArray<EntityHandle> GetArrayType(ImmutableArray<EntityHandle> element, ArrayShape shape) => element;
        public ImmutableArray<EntityHandle> GetSZArrayType(ImmutableArray<EntityHandle> element) => element;
        public ImmutableArray<EntityHandle> GetByReferenceType(ImmutableArray<EntityHandle> element) => element;
        public ImmutableArray<EntityHandle> GetPointerType(ImmutableArray<EntityHandle> element) => element;
        public ImmutableArray<EntityHandle> GetPinnedType(ImmutableArray<EntityHandle> element) => element;
        public ImmutableArray<EntityHandle> GetModifiedType(ImmutableArray<EntityHandle> modifier, ImmutableArray<EntityHandle> type, bool required) => type;
        public ImmutableArray<EntityHandle> GetFunctionPointerType(MethodSignature<ImmutableArray<EntityHandle>> signature) =>
            [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(p => p)];
        public ImmutableArray<EntityHandle> GetGenericInstantiation(ImmutableArray<EntityHandle> type, ImmutableArray<ImmutableArray<EntityHandle>> arguments) =>
            [.. type, .. arguments.SelectMany(a => a)];
    }
}
