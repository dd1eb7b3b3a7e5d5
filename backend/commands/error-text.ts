// What the command line says for an error code, in Vietnamese with English beside it: what happened,
// what is safe, what to do next. (The window has its own texts in renderer/i18n; both come from the code.)
// Details that are missing leave a readable sentence: `about` puts the name in only when there is one.
import type { ErrorCode, ErrorDetail } from '../../shared/errors.ts';

export type ErrorText = { readonly vi: string; readonly en: string };
type Writer = (detail: ErrorDetail) => ErrorText;

const fact = (detail: ErrorDetail, key: string): string => {
  const value = detail[key];
  if (value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

/** "trang 12 của sổ-1.pdf", "sổ-1.pdf", or the fallback. */
function about(detail: ErrorDetail, fallbackVi: string, fallbackEn: string): ErrorText {
  const name = fact(detail, 'name') || fact(detail, 'file') || fact(detail, 'path');
  const page = fact(detail, 'page');
  if (page !== '' && name !== '') return { vi: `trang ${page} của ${name}`, en: `page ${page} of ${name}` };
  if (page !== '') return { vi: `trang ${page}`, en: `page ${page}` };
  return name === '' ? { vi: fallbackVi, en: fallbackEn } : { vi: name, en: name };
}
const ofFile = (detail: ErrorDetail): ErrorText => about(detail, 'tệp', 'the file');

/** "Không đọc được <what>: <why>. Bản gốc vẫn được giữ. <next>." */
const unread = (whyVi: string, nextVi: string, whyEn: string, nextEn: string): Writer => (detail) => {
  const it = ofFile(detail);
  return { vi: `Không đọc được ${it.vi}: ${whyVi}. Bản gốc vẫn được giữ. ${nextVi}.`, en: `Cannot read ${it.en}: ${whyEn}. The original is kept. ${nextEn}.` };
};
const plain = (vi: string, en: string): Writer => () => ({ vi, en });
const RESCAN_VI = 'Quét lại trang này rồi nhập lại';
const RESCAN_EN = 'Scan it again, then import it again';

/** What a thing is called in Vietnamese, and the command that lists it. */
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  batch: ['đợt số hoá', 'sohoa batch list'], package: ['gói', 'sohoa package --list'], record: ['hồ sơ', 'sohoa batch show'], page: ['trang', 'sohoa batch show'],
};

const TEXTS: Readonly<Record<ErrorCode, Writer>> = {
  'empty-file': unread('tệp rỗng (0 byte)', 'Chép lại tệp từ máy quét rồi nhập lại', 'it is empty (0 bytes)', 'Copy it again from the scanner, then import it again'),
  'file-truncated': unread('tệp bị cụt', RESCAN_VI, 'the file is cut short', RESCAN_EN),
  'file-corrupt': unread('tệp bị hỏng', RESCAN_VI, 'the file is damaged', RESCAN_EN),
  'not-an-image': unread('đây không phải là ảnh hay PDF', 'Chọn tệp ảnh (JPEG, PNG, TIFF, WebP, BMP), PDF hoặc zip của các tệp đó', 'it is neither an image nor a PDF', 'Choose JPEG, PNG, TIFF, WebP, BMP, PDF, or a zip of these'),
  'format-not-supported': unread('chưa đọc được định dạng này', 'Lưu lại thành JPEG, PNG, TIFF hoặc PDF rồi nhập lại', 'this format is not supported', 'Save it as JPEG, PNG, TIFF or PDF, then import it again'),
  'heic-not-supported': unread('ảnh HEIC của điện thoại', 'Trên điện thoại chọn Cài đặt → Camera → Định dạng → "Tương thích nhất", hoặc xuất ảnh thành JPEG, rồi nhập lại', 'it is a HEIC photo from a phone', 'On the phone choose Settings → Camera → Formats → "Most Compatible", or export it as JPEG, then import it again'),
  'pdf-password': unread('PDF có mật khẩu', 'Mở bằng mật khẩu, lưu một bản không mật khẩu rồi nhập lại', 'the PDF has a password', 'Open it with the password, save a copy without one, then import that'),
  'pdf-no-pages': unread('PDF không có trang nào', 'Xuất lại PDF từ máy quét rồi nhập lại', 'the PDF has no pages', 'Export it again from the scanner, then import it again'),
  'page-too-large': unread('trang quá lớn để mở an toàn', 'Quét lại ở 300 dpi rồi nhập lại', 'the page is too large to be opened safely', 'Scan it again at 300 dpi, then import it again'),
  'zip-bomb': unread('zip nở ra quá lớn, có thể là bẫy', 'Giải nén bằng tay, kiểm tra, rồi nhập thư mục', 'the zip unpacks to far too much and may be a trap', 'Unpack it by hand, check it, then import the folder'),
  'zip-unsafe-name': unread('zip chứa đường dẫn ra ngoài thư mục', 'Giải nén bằng tay, kiểm tra, rồi nhập thư mục', 'the zip has names that point outside it', 'Unpack it by hand, check it, then import the folder'),
  'zip-password': unread('zip có mật khẩu', 'Giải nén bằng mật khẩu rồi nhập thư mục', 'the zip has a password', 'Unpack it with the password, then import the folder'),
  'source-missing': (detail) => {
    const it = ofFile(detail);
    return { vi: `Không tìm thấy ${it.vi}. Chưa có gì bị thay đổi. Kiểm tra lại đường dẫn.`, en: `Cannot find ${it.en}. Nothing has been changed. Check the path.` };
  },
  'source-unreadable': unread('không có quyền đọc hoặc thiết bị báo lỗi', 'Kiểm tra quyền, ổ đĩa hoặc mạng rồi thử lại', 'no permission, or the device reports an error', 'Check permission, disk or network, then try again'),
  'nothing-to-import': plain('Không có tệp ảnh, PDF hay zip nào ở nơi đã cho. Chưa có gì bị thay đổi. Chỉ một tệp hoặc thư mục có bản quét.', 'There is no image, PDF or zip in what was given. Nothing has been changed. Name a file or folder that holds scans.'),
  'page-unreadable': unread('ảnh của trang không mở được', RESCAN_VI, 'its image cannot be opened', RESCAN_EN),
  'page-timeout': unread('quá thời gian cho một trang', 'Thử lại; nếu vẫn vậy, quét lại ở 300 dpi', 'it took longer than one page may take', 'Try again; if it stays so, scan it again at 300 dpi'),
  'ocr-failed': unread('bộ nhận dạng chữ báo lỗi', 'Thử lại; nếu vẫn vậy, chạy "sohoa doctor"', 'the text engine reports an error', 'Try again; if it stays so, run "sohoa doctor"'),
  'worker-crashed': unread('tiến trình đọc trang bị dừng đột ngột hai lần', 'Thử lại; nếu vẫn vậy, nhập riêng trang này', 'the reading process died twice on it', 'Try again; if it stays so, import this page alone'),
  'out-of-memory': unread('máy hết bộ nhớ', 'Đóng bớt chương trình hoặc dùng --workers 1 rồi thử lại', 'the machine is out of memory', 'Close other programs or use --workers 1, then try again'),
  'disk-full': (detail) => ({ vi: `Ổ đĩa đã đầy${fact(detail, 'path') && ` (${fact(detail, 'path')})`}. Những gì đã ghi xong vẫn nguyên vẹn. Giải phóng chỗ trống rồi chạy lại lệnh này.`, en: `The disk is full${fact(detail, 'path') && ` (${fact(detail, 'path')})`}. What was written completely is safe. Free some space and run this again.` }),
  'not-writable': (detail) => ({ vi: `Không ghi được vào ${fact(detail, 'path') || 'thư mục đích'}. Chưa có gì bị thay đổi ở đó. Chọn thư mục khác hoặc xin quyền ghi.`, en: `Cannot write to ${fact(detail, 'path') || 'the output folder'}. Nothing there has been changed. Choose another folder or get write permission.` }),
  'original-damaged': (detail) => ({ vi: `Bản gốc ${fact(detail, 'sha256').slice(0, 12)} trong kho không còn đúng mã kiểm tra. Các bản gốc khác vẫn được giữ. Khôi phục từ bản sao lưu, hoặc nhập lại tệp.`, en: `The stored original ${fact(detail, 'sha256').slice(0, 12)} no longer matches its checksum. Other originals are safe. Restore it from the backup, or import the file again.` }),
  'workspace-in-use': (detail) => ({ vi: `Kho làm việc đang được một chương trình khác mở${fact(detail, 'pid') && ` (tiến trình ${fact(detail, 'pid')})`}. Dữ liệu an toàn. Đóng chương trình đó, hoặc chọn kho khác.`, en: `The workspace is open in another program${fact(detail, 'pid') && ` (process ${fact(detail, 'pid')})`}. The data is safe. Close that program, or choose another workspace.` }),
  'workspace-too-new': (detail) => ({ vi: `Kho làm việc do bản Sổ Hoá mới hơn tạo ra (mức ${fact(detail, 'found')}, bản này hiểu đến ${fact(detail, 'known')}). Dữ liệu không bị đụng đến. Cập nhật Sổ Hoá rồi mở lại.`, en: `The workspace was made by a newer Sổ Hoá (level ${fact(detail, 'found')}, this one knows ${fact(detail, 'known')}). It was not touched. Update Sổ Hoá, then open it again.` }),
  'bad-request': (detail) => ({ vi: `Yêu cầu không đúng: ${fact(detail, 'reason') || 'thiếu hoặc sai dữ liệu'}. Chưa có gì bị thay đổi. Sửa lại rồi gửi lại.`, en: `Bad request: ${fact(detail, 'reason') || 'data missing or wrong'}. Nothing has been changed. Correct it and send it again.` }),
  'not-found': (detail) => {
    const what = fact(detail, 'what');
    const [vi, list] = NAMES[what] ?? [what || 'mục', 'sohoa batch list'];
    return { vi: `Không có ${vi} ${fact(detail, 'id')} trong kho làm việc. Dữ liệu an toàn. Xem danh sách bằng "${list}".`, en: `There is no ${what || 'item'} ${fact(detail, 'id')} in the workspace. The data is safe. See the list with "${list}".` };
  },
  'not-allowed': plain('Vai trò của bạn không được làm việc này. Chưa có gì bị thay đổi. Nhờ người có quyền, hoặc xin người quản trị giao thêm vai trò.', 'Your role may not do this. Nothing has been changed. Ask somebody who may, or an administrator for the role.'),
  'not-signed-in': plain('Chưa đăng nhập, hoặc phiên làm việc đã hết. Việc đã lưu vẫn còn. Đăng nhập lại rồi làm tiếp.', 'Not signed in, or the session has ended. What was saved is kept. Sign in and go on.'),
  'wrong-password': plain('Tên đăng nhập hoặc mật khẩu không đúng. Chưa có gì bị thay đổi. Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi gõ lại.', 'The sign-in name or password is wrong. Nothing has been changed. Check the input method and Caps Lock, then type it again.'),
  'locked-out': (detail) => ({ vi: `Sai mật khẩu nhiều lần nên tạm khoá. Chưa có gì bị thay đổi. Chờ ${fact(detail, 'seconds')} giây rồi thử lại; quên mật khẩu thì nhờ người quản trị đặt lại.`, en: `Too many wrong passwords. Nothing has been changed. Wait ${fact(detail, 'seconds')} seconds and try again; if it is forgotten, ask an administrator to reset it.` }),
  'session-locked': plain('Màn hình đang khoá. Nội dung đang gõ vẫn còn. Gõ mật khẩu để mở.', 'The screen is locked. What was being typed is kept. Enter your password to open it.'),
  'password-change-needed': plain('Phải đổi mật khẩu trước khi làm việc. Chưa có gì bị thay đổi. Chọn mật khẩu chỉ mình bạn biết.', 'The password must be changed first. Nothing has been changed. Choose one that only you know.'),
  'password-too-weak': plain('Mật khẩu này dễ đoán hoặc quá ngắn. Chưa có gì bị thay đổi. Chọn mật khẩu từ 10 ký tự, không chứa tên của bạn.', 'This password is too short or easy to guess. Nothing has been changed. Use at least 10 characters, without your name in it.'),
  'set-up-needed': plain('Chưa có tài khoản nào. Chưa có gì bị thay đổi. Mở lại bằng đường dẫn mà chương trình in ra khi khởi động để lập tài khoản quản trị đầu tiên.', 'There is no account yet. Nothing has been changed. Open the address that the program printed at its start to make the first administrator.'),
  'login-taken': plain('Tên đăng nhập này đã có người dùng. Chưa có gì bị thay đổi. Chọn tên khác.', 'This sign-in name is taken. Nothing has been changed. Choose another.'),
  'consent-needed': plain('Việc này cần một người quản trị thứ hai đồng ý. Chưa có gì bị thay đổi. Gửi đề nghị ở mục Chờ đồng ý.', 'This needs a second administrator\'s consent. Nothing has been changed. Send a request under Consents.'),
  'no-second-admin': plain('Việc này cần hai người quản trị mà đơn vị mới có một. Chưa có gì bị thay đổi. Lập thêm tài khoản quản trị cho lãnh đạo đơn vị rồi làm lại.', 'This needs two administrators and the office has one. Nothing has been changed. Make an administrator account for the head of the office, then do it again.'),
  'last-admin': plain('Đây là người quản trị cuối cùng nên không bỏ được. Chưa có gì bị thay đổi. Giao quyền quản trị cho một người khác trước.', 'This is the last administrator and cannot be removed. Nothing has been changed. Make somebody else an administrator first.'),
  'own-request': plain('Không tự đồng ý đề nghị của chính mình được. Chưa có gì bị thay đổi. Nhờ một người quản trị khác.', 'You cannot consent to your own request. Nothing has been changed. Ask another administrator.'),
  'trail-damaged': (detail) => ({ vi: `Nhật ký đã bị sửa từ bên ngoài kể từ dòng ${fact(detail, 'seq')}. Dữ liệu vẫn đọc được nhưng chưa được thay đổi thêm. Giữ nguyên máy, báo người phụ trách và khôi phục từ bản sao lưu.`, en: `The trail was altered from outside from row ${fact(detail, 'seq')} on. Data can be read but not changed. Leave the machine as it is, tell whoever is in charge and restore a backup.` }),
  'workspace-sealed': plain('Kho làm việc đang mã hoá và chưa được mở. Chưa có gì bị thay đổi. Gõ cụm mật khẩu của kho để mở.', 'The workspace is encrypted and not open yet. Nothing has been changed. Enter its passphrase.'),
  'changed-since': plain('Trường này đã được người khác sửa sau bạn, nên không hoàn tác được. Giá trị của họ được giữ nguyên. Xem lịch sử hồ sơ rồi sửa trực tiếp.', 'Somebody else has changed this field after you, so it cannot be taken back. Their value stays. Look at the history of the record and change it directly.'),
  'names-collide': (detail) => ({ vi: `Hai hồ sơ cùng tên tệp ${fact(detail, 'name')}: “${fact(detail, 'first')}” và “${fact(detail, 'second')}”. Chưa có gói nào được tạo, dữ liệu an toàn. Sửa số, quyển hoặc ngày đăng ký của một trong hai rồi đóng gói lại.`, en: `Two records want the file name ${fact(detail, 'name')}: "${fact(detail, 'first')}" and "${fact(detail, 'second')}". No package was made, the data is safe. Correct number, book or date of one of them and pack again.` }),
  'certificate-unreadable': (detail) => ({ vi: `${fact(detail, 'path') || 'Tệp này'} không phải là tệp chứng thư số có khoá riêng (.p12, .pfx). Chưa có gì được ký. Chọn đúng tệp mà nơi cấp chứng thư đã giao.`, en: `${fact(detail, 'path') || 'This file'} is no certificate file with a private key (.p12, .pfx). Nothing was signed. Choose the file that the certificate authority handed out.` }),
  'certificate-secret-wrong': (detail) => ({ vi: `Mật khẩu hoặc mã PIN của chứng thư số không đúng${fact(detail, 'left') && `, ${fact(detail, 'left')}`}. Chưa có gì được ký. Gõ lại; thiết bị sẽ tự khoá nếu sai nhiều lần.`, en: `The certificate's password or PIN is wrong${fact(detail, 'left') && `, ${fact(detail, 'left')}`}. Nothing was signed. Type it again; a token locks itself after several wrong tries.` }),
  'certificate-expired': (detail) => ({ vi: `Chứng thư số của ${fact(detail, 'owner')} đã hết hạn ngày ${fact(detail, 'validTo')}. Chưa có gì được ký. Dùng chứng thư còn hạn, hoặc đóng gói không ký.`, en: `The certificate of ${fact(detail, 'owner')} expired on ${fact(detail, 'validTo')}. Nothing was signed. Use a valid certificate, or pack without signing.` }),
  'certificate-not-usable': (detail) => ({ vi: `Chứng thư số của ${fact(detail, 'owner') || 'người ký'} chưa dùng để ký được (${fact(detail, 'reason')}). Chưa có gì được ký. Kiểm tra đồng hồ máy, hoặc chọn chứng thư khác.`, en: `The certificate of ${fact(detail, 'owner') || 'the signer'} cannot be used to sign (${fact(detail, 'reason')}). Nothing was signed. Check the machine's clock, or choose another certificate.` }),
  'token-missing': (detail) => ({ vi: `Không thấy thiết bị ký số (${fact(detail, 'reason')}). Chưa có gì được ký. Cắm thiết bị, kiểm tra đường dẫn trình điều khiển PKCS#11 rồi thử lại.`, en: `The signing token cannot be found (${fact(detail, 'reason')}). Nothing was signed. Plug it in, check the path of its PKCS#11 driver, then try again.` }),
  'token-locked': plain('Thiết bị ký số đã tự khoá vì sai mã PIN nhiều lần. Chưa có gì được ký. Liên hệ nơi cấp chứng thư để mở khoá.', 'The signing token has locked itself after too many wrong PINs. Nothing was signed. Ask the certificate authority to unlock it.'),
  'signing-secret-needed': plain('Mật khẩu hoặc mã PIN không được lưu lại, nên sau khi khởi động lại phải gõ lại. Chưa có gì được ký. Bấm đóng gói lại và gõ mã PIN.', 'The password or PIN is never kept, so after a restart it has to be given again. Nothing was signed. Pack again and type the PIN.'),
  'timestamp-failed': (detail) => ({ vi: `Máy chủ dấu thời gian ${fact(detail, 'url')} không trả lời đúng (${fact(detail, 'reason')}). Gói chưa được tạo, dữ liệu an toàn. Kiểm tra mạng rồi thử lại, hoặc ký không kèm dấu thời gian.`, en: `The time stamp server ${fact(detail, 'url')} gave no proper answer (${fact(detail, 'reason')}). The package was not made, the data is safe. Check the network and try again, or sign without a time stamp.` }),
  'stale-revision': plain('Hồ sơ đã được người khác sửa trong lúc này. Cả hai bản đều được giữ trong lịch sử. Tải lại rồi sửa tiếp.', 'Somebody else has changed the record meanwhile. Both versions are kept in its history. Reload it and go on.'),
  'held-by-other': (detail) => ({ vi: `${fact(detail, 'by') || 'Người khác'} đang mở hồ sơ này. Chưa có gì bị thay đổi. Lấy hồ sơ khác, hoặc hỏi người đó.`, en: `${fact(detail, 'by') || 'Somebody else'} has this record open. Nothing has changed. Take another record, or ask that person.` }),
  'four-eyes': plain('Người đã nhập hồ sơ không được tự duyệt. Chưa có gì bị thay đổi. Giao cho người khác duyệt.', 'Whoever keyed a record does not judge it. Nothing has changed. Give it to another person.'),
  'records-not-accepted': (detail) => ({ vi: `Còn ${fact(detail, 'missing')} trên ${fact(detail, 'records')} hồ sơ chưa được duyệt. Dữ liệu an toàn. Mở màn hình Duyệt, làm xong các hồ sơ đó rồi đóng gói.`, en: `${fact(detail, 'missing')} of ${fact(detail, 'records')} records are not accepted yet. The data is safe. Open Review, finish them, then package.` }),
  'wrong-state': (detail) => ({ vi: `Chưa làm được việc này lúc này (${fact(detail, 'state') || 'sai trạng thái'}). Dữ liệu an toàn. Đợi việc đang chạy xong rồi thử lại.`, en: `This cannot be done now (${fact(detail, 'state') || 'wrong state'}). The data is safe. Wait for the running work to end, then try again.` }),
  'payload-too-large': (detail) => ({ vi: `${ofFile(detail).vi} quá lớn để tải lên. Chưa có gì bị thay đổi. Chia nhỏ tệp, hoặc nhập từ thư mục.`, en: `${ofFile(detail).en} is too large to upload. Nothing has been changed. Split it, or import it from a folder.` }),
  cancelled: plain('Đã hủy. Những gì đã làm xong vẫn được giữ. Chạy lại để làm tiếp.', 'Cancelled. What was finished is kept. Run it again to go on.'),
  interrupted: plain('Đã dừng theo yêu cầu. Những gì đã làm xong vẫn được giữ nếu có --workspace. Chạy lại lệnh này để làm tiếp.', 'Interrupted. What was finished is kept when there is a --workspace. Run the same command again to go on.'),
  'wrong-usage': (detail) => ({ vi: `Dùng lệnh chưa đúng: ${fact(detail, 'reason') || 'thiếu hoặc sai tham số'}. Chưa có gì bị thay đổi. Xem "sohoa ${fact(detail, 'command') || ''} --help".`.replace('  ', ' '), en: `Wrong usage: ${fact(detail, 'reason') || 'words missing or wrong'}. Nothing has been changed. See "sohoa ${fact(detail, 'command') || ''} --help".`.replace('  ', ' ') }),
  'package-incomplete': (detail) => ({ vi: `Gói hồ sơ thiếu tệp: ${fact(detail, 'path') || fact(detail, 'missing')}. Bản gốc vẫn được giữ. Đóng gói lại.`, en: `The package lacks files: ${fact(detail, 'path') || fact(detail, 'missing')}. Originals are kept. Build the package again.` }),
  'package-damaged': (detail) => ({ vi: `Gói hồ sơ không đúng mã kiểm tra${fact(detail, 'path') && `: ${fact(detail, 'path')}`}. Bản gốc vẫn được giữ. Đóng gói lại, kiểm tra ổ đĩa.`, en: `The package does not match its checksums${fact(detail, 'path') && `: ${fact(detail, 'path')}`}. Originals are kept. Build it again and check the disk.` }),
  'package-exists': (detail) => ({ vi: `Nơi đích đã có gói hồ sơ${fact(detail, 'path') && ` (${fact(detail, 'path')})`}. Gói cũ không bị ghi đè. Chọn thư mục khác hoặc dời gói cũ đi.`, en: `There is a package already${fact(detail, 'path') && ` (${fact(detail, 'path')})`}. It was not overwritten. Choose another folder or move the old one away.` }),
  'record-not-packable': (detail) => ({ vi: `Một hồ sơ chưa đóng gói được: ${fact(detail, 'reason') || fact(detail, 'record') || 'thiếu trường bắt buộc'}. Các hồ sơ khác an toàn. Sửa hồ sơ này rồi đóng gói lại.`, en: `A record cannot be packaged: ${fact(detail, 'reason') || fact(detail, 'record') || 'a required field is missing'}. Other records are safe. Correct it, then package again.` }),
  'target-unreachable': (detail) => ({ vi: `Không kết nối được với kho nhận ${fact(detail, 'target')}. Phần đã gửi vẫn được giữ. Kiểm tra mạng rồi chạy lại, việc gửi sẽ tiếp tục từ chỗ dừng.`, en: `Cannot reach the repository ${fact(detail, 'target')}. What was sent is kept. Check the network and run it again; it goes on where it stopped.` }),
  'target-refused': (detail) => ({ vi: `Kho nhận từ chối gói hồ sơ${fact(detail, 'status') && ` (mã ${fact(detail, 'status')})`}. Gói vẫn được giữ trên máy này. Kiểm tra địa chỉ và mã truy cập.`, en: `The repository refused the package${fact(detail, 'status') && ` (status ${fact(detail, 'status')})`}. The package is kept on this machine. Check address and access token.` }),
  'target-damaged': plain('Kho nhận giữ một bản khác với bản đã gửi. Gói vẫn được giữ trên máy này. Gửi lại; nếu vẫn vậy, báo đơn vị quản lý kho.', 'What the repository holds differs from what was sent. The package is kept on this machine. Send it again; if it stays so, tell whoever runs the repository.'),
  'node-too-old': (detail) => ({ vi: `Cần Node 22.18 trở lên, máy này có ${fact(detail, 'found') || process.versions.node}. Dữ liệu không bị đụng đến. Chạy "npm ci" trong thư mục chương trình rồi thử lại.`, en: `Node 22.18 or later is needed, this is ${fact(detail, 'found') || process.versions.node}. The data was not touched. Run "npm ci" in the program's folder, then try again.` }),
};

/** Unknown codes (a problem written by a newer program) still give a sentence. */
export function errorText(code: string, detail: ErrorDetail): ErrorText {
  const writer = Object.hasOwn(TEXTS, code) ? TEXTS[code as ErrorCode] : undefined;
  const text = writer?.(detail);
  // A detail that is missing leaves two spaces or one before a full stop.
  const close = (sentence: string): string => sentence.replace(/ {2,}/g, ' ').replace(/ ([.,:])/g, '$1');
  if (text !== undefined) return { vi: close(text.vi), en: close(text.en) };
  return { vi: `Lỗi chưa biết (${code}). Bản gốc vẫn được giữ. Thử lại.`, en: `Unknown error (${code}). The original is kept. Try again.` };
}
