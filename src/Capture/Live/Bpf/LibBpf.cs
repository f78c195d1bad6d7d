using System.Reflection;
using System.Runtime.InteropServices;

namespace CSysdig.Capture.Live.Bpf;

/// <summary>
/// What is used of libbpf 1.0 and later. The native binary has it linked in; a program that runs on the .NET runtime loads the
/// shared library, which belongs to the distribution (libbpf1).
/// </summary>
static unsafe partial class LibBpf
{
    const string Library = "bpf";

    static LibBpf() => NativeLibrary.SetDllImportResolver(typeof(LibBpf).Assembly, Resolve);

    /// <summary>LIBBPF_PRINT_LEVEL: the function gets every line that the library has to say.</summary>
    [LibraryImport(Library, EntryPoint = "libbpf_set_print")]
    public static partial nint SetPrint(delegate* unmanaged<int, byte*, void*, int> print);

    [LibraryImport(Library, EntryPoint = "bpf_object__open_mem")]
    public static partial nint OpenMemory(byte* bytes, nuint size, void* options);

    [LibraryImport(Library, EntryPoint = "bpf_object__load")]
    public static partial int Load(nint obj);

    [LibraryImport(Library, EntryPoint = "bpf_object__close")]
    public static partial void Close(nint obj);

    [LibraryImport(Library, EntryPoint = "bpf_object__find_map_by_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FindMap(nint obj, string name);

    [LibraryImport(Library, EntryPoint = "bpf_map__set_max_entries")]
    public static partial int SetMaxEntries(nint map, uint count);

    [LibraryImport(Library, EntryPoint = "bpf_map__fd")]
    public static partial int MapFd(nint map);

    [LibraryImport(Library, EntryPoint = "bpf_map_create")]
    public static partial int CreateMap(int type, byte* name, uint keySize, uint valueSize, uint maxEntries, void* options);

    [LibraryImport(Library, EntryPoint = "bpf_map_update_elem")]
    public static partial int UpdateElement(int map, void* key, void* value, ulong flags);

    [LibraryImport(Library, EntryPoint = "bpf_object__find_program_by_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FindProgram(nint obj, string name);

    [LibraryImport(Library, EntryPoint = "bpf_program__set_autoload")]
    public static partial int SetAutoload(nint program, [MarshalAs(UnmanagedType.U1)] bool load);

    [LibraryImport(Library, EntryPoint = "bpf_program__attach")]
    public static partial nint Attach(nint program);

    [LibraryImport(Library, EntryPoint = "bpf_program__attach_iter")]
    public static partial nint AttachIterator(nint program, void* options);

    [LibraryImport(Library, EntryPoint = "bpf_link__fd")]
    public static partial int LinkFd(nint link);

    [LibraryImport(Library, EntryPoint = "bpf_iter_create")]
    public static partial int MakeIterator(int link);

    [LibraryImport(Library, EntryPoint = "bpf_program__fd")]
    public static partial int ProgramFd(nint program);

    [LibraryImport(Library, EntryPoint = "bpf_link__destroy")]
    public static partial int Destroy(nint link);

    [LibraryImport(Library, EntryPoint = "bpf_enable_stats")]
    public static partial int EnableStats(int type);

    [LibraryImport(Library, EntryPoint = "bpf_obj_get_info_by_fd")]
    public static partial int InfoByFd(int fd, void* info, ref uint length);

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        foreach (var file in (ReadOnlySpan<string>)["libbpf.so.1", "libbpf.so"])
            if (NativeLibrary.TryLoad(file, out var handle))
                return handle;
        throw new DllNotFoundException("libbpf.so.1");
    }
}
