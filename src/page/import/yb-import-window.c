#include "config.h"
#include "yb-import-window.h"
struct _YbImportWindow { AdwWindow parent_instance; };
G_DEFINE_FINAL_TYPE (YbImportWindow, yb_import_window, ADW_TYPE_WINDOW)
static void yb_import_window_class_init (YbImportWindowClass *klass) {}
static void yb_import_window_init (YbImportWindow *self) {}
YbImportWindow *yb_import_window_new (YbPage *page) { return g_object_new (YB_TYPE_IMPORT_WINDOW, NULL); }
const char *yb_import_kind_label (const char *kind) { return kind; }
