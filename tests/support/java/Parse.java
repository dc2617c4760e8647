import com.sun.source.util.JavacTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Parses Java files, without what they import. Prints the errors; there are none in a program that is whole. */
public class Parse {
    public static void main(String[] files) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null);
        List<Path> paths = new ArrayList<>();
        for (String file : files) {
            paths.add(Path.of(file));
        }
        JavacTask task = (JavacTask) compiler.getTask(null, manager, found, List.of("--release", "11"), null,
                manager.getJavaFileObjectsFromPaths(paths));
        task.parse().forEach(unit -> System.out.println("parsed " + unit.getTypeDecls().size()));
        for (Diagnostic<?> one : found.getDiagnostics()) {
            System.out.println(one);
        }
    }
}
